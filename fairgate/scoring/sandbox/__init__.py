"""Keeping a model in: it reads its inputs, writes to ``/out``, and does nothing else.

:func:`find_sandbox` answers the best that works on this machine. Two are built:

=====================  =====================================  ====================================
                       bubblewrap                             Landlock and seccomp
=====================  =====================================  ====================================
files                  a mount namespace: others do not exist Landlock: others cannot be opened
writing                memory disks of limited size           one directory, watched
network                an empty namespace, and no sockets     no sockets
other processes        a process namespace                    no signals, no tracing, no ``/proc``
user                   own namespace, no privileges; root     no new privileges; root becomes
                       becomes a stranger first               a stranger first
=====================  =====================================  ====================================

Both limit memory, time, processes, files and what is printed, and take back plain files only.
"""

from fairgate.scoring.sandbox.find import ORDER, find_sandbox

__all__ = ["ORDER", "find_sandbox"]
