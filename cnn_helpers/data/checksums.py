"""The SHA-256 of every data file, listed once; ``data/README.md`` shows the same (a test compares).

For a ``.gz`` file it is the hash of the *unpacked* bytes: the packed ones depend on the version of
zlib that packed them, the unpacked ones are the data.
"""

SHA256 = {
    "mnist/train-images-idx3-ubyte.gz": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    ),
    "mnist/train-labels-idx1-ubyte.gz": (
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
    ),
    "mnist/t10k-images-idx3-ubyte.gz": (
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
    ),
    "mnist/t10k-labels-idx1-ubyte.gz": (
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
    ),
    "mnist_10k/train-images-idx3-ubyte.gz": (
        "7550e83d51288f4d77a7f0eed0f91d965db66e3765d1fbdaaa1c70893b29a055"
    ),
    "mnist_10k/train-labels-idx1-ubyte.gz": (
        "39e3b47a0391262ef077612ae707f22279f90411af1eb37375051b87ce10e0ec"
    ),
    "mnist_10k/t10k-images-idx3-ubyte.gz": (
        "11686f64f479a3b39b5d84683744170951a3c434367104746b5a30e65a1abfac"
    ),
    "mnist_10k/t10k-labels-idx1-ubyte.gz": (
        "6588c070169fe5c268c20015c26aca536df086c24a75af16bcc13917d55807ad"
    ),
    "marks/5x5/train-images-idx3-ubyte.gz": (
        "e327998bc651c7949a3658c74c4ee43fcffbad2f8990ff9c1dda72a452aafc9e"
    ),
    "marks/5x5/train-labels-idx1-ubyte.gz": (
        "3677b2308a77035aba51c38f8a1445e1fd1969321b8624dde242183884df3f2c"
    ),
    "marks/5x5/t10k-images-idx3-ubyte.gz": (
        "fa9f15a5449a79d9e5a66d1ca031ac770209cf5c744cafd95429772ee2312029"
    ),
    "marks/5x5/t10k-labels-idx1-ubyte.gz": (
        "882169e0a569c49f5cd5bc18bfaafd24aee5a8be95140d98e144b5289884584b"
    ),
    "marks/12x12/train-images-idx3-ubyte.gz": (
        "c6eb842365bffd4b61c55688fcb356550e63d66805af6381c185d5d84e478382"
    ),
    "marks/12x12/train-labels-idx1-ubyte.gz": (
        "6b76cdc578450373bc99f4a43d4d9a2ea7bb0a7f17d9b4c83428d601da54cf3d"
    ),
    "marks/12x12/t10k-images-idx3-ubyte.gz": (
        "6add97392dbff67c6c18d0c99b717b0e337bc21f30a33ff514d457197b7908d5"
    ),
    "marks/12x12/t10k-labels-idx1-ubyte.gz": (
        "86086846afcaa2a9753447dbbbb651e13346d1371ffbe9ed3ce177df80eea0be"
    ),
    "marks/28x28/train-images-idx3-ubyte.gz": (
        "1310b610d6ba3dee6eb9fd6b428cbb3563e40c6b8291e0bd787e051a8054d537"
    ),
    "marks/28x28/train-labels-idx1-ubyte.gz": (
        "b7ac79262167712ea2332a2c471f28eee5f50979030edd910b466b1a2485e41d"
    ),
    "marks/28x28/t10k-images-idx3-ubyte.gz": (
        "d63a9a47c6aca73b725ba7613d10e1422e925116a851e5cd2178d30681db5cc2"
    ),
    "marks/28x28/t10k-labels-idx1-ubyte.gz": (
        "4349799f00c85e06ed2cd5c3d135bc6426e8da8fefd1c3bdcbf2f00092dfd701"
    ),
    "ice_cream/ice_cream.csv": "fd5dd7aca8692009a98a330921a1fd15269874197ea4fd442146a83dd44457a2",
    "photos/brick.png": "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
    "photos/camera.png": "93c7b3e1e37533e585db07b1d9496657a43444cae70ca2590cbcdef7bfcb43a6",
    "photos/cat.png": "0f03d60a1fa59ec45ffa578939d820a48855684d16a105ad396280edbadf0218",
    "photos/coffee.png": "94aabea7543485e2a0759c61f8a67b2babe86554f8f99b438a48b542e72dc668",
    "weights/marks_cnn.safetensors": (
        "d68e92bd1f72deb643e9affc7801b6345608fa4fb27591c85306807884a80283"
    ),
    "weights/mnist_lenet.safetensors": (
        "7adb26c494e2c0140f1e53cc99797d7b99854e9761c117bead656ab71de0c9e9"
    ),
}
