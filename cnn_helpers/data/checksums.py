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
}
