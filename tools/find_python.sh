# Print the Python that makes the course's environment, or say which versions were found.
# An argument names the only Python to consider. Needs nothing but a POSIX shell.

if [ -n "$1" ]; then
    missing=$1
    set -- "$1"
else
    missing="Python"
    set -- python3 python3.13 python3.12 python3.11 python3.14 python
fi

found=
for candidate in "$@"; do
    version=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) ||
        continue
    case $version in
        3.11.* | 3.12.* | 3.13.* | 3.14.*)
            echo "$candidate"
            exit 0
            ;;
    esac
    found="${found:+$found, }$candidate is $version"
done

echo "The course needs Python 3.11 to 3.14, but ${found:-found no $missing}." \
    "Install one, or name yours: make lab PYTHON=/path/to/python3.12" >&2
exit 1
