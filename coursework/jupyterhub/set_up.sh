#!/bin/sh
# Prepare a Linux machine for a class: groups, exchange, class folder, settings in /etc/jupyter.
# Run as root, once, from the course's folder:   sh coursework/jupyterhub/set_up.sh
# Then make accounts:
#   useradd --create-home --groups cnn-instructors teacher && passwd teacher
#   useradd --create-home --groups cnn-students    ada     && passwd ada
set -eu
here=$(dirname "$0")

groupadd --force cnn-students
groupadd --force cnn-instructors

# Homes that others can't open; this holds for accounts that are made from now on.
if grep -q '^HOME_MODE' /etc/login.defs; then
    sed -i 's/^HOME_MODE.*/HOME_MODE 0700/' /etc/login.defs
else
    echo 'HOME_MODE 0700' >>/etc/login.defs
fi

mkdir -p /srv/jupyterhub /srv/nbgrader/exchange /srv/nbgrader/class
chmod 700 /srv/jupyterhub
# nbgrader wants its exchange open; inside, students can put submissions but not list or read them.
# What is put there belongs to the instructors' group.
chgrp cnn-instructors /srv/nbgrader/exchange
chmod 2777 /srv/nbgrader/exchange
# Source, gradebook and grades: instructors alone, and new files belong to their group.
chgrp cnn-instructors /srv/nbgrader/class
chmod 2770 /srv/nbgrader/class

mkdir -p /etc/jupyter
cp -R "$here"/etc_jupyter/. /etc/jupyter/
echo "ready: make accounts, then start jupyterhub -f $here/jupyterhub_config.py"
