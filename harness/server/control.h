/*
 * control.h: the control socket of a server that was started in a folder.
 *
 * `start` leaves the server's supervisor running. The supervisor listens on a
 * socket in the folder, so a connection there always reaches the right
 * process; a process number could not promise that.
 */
#ifndef CONTROL_H
#define CONTROL_H

/* Opens the folder. Returns its descriptor; -1 after one line. */
int control_open(const char *folder);

/* A listening socket in the folder, for launch.h's lease. -1: errno. */
int control_listen(int folder);

/* The line to the supervisor (supervisor.h). -1: errno; ECONNREFUSED: the
 * supervisor has ended; ENOENT: there never was one. */
int control_connect(int folder);

/* Opens a file in the folder for writing, emptied. -1: errno. */
int control_file(int folder, const char *name);

/* The name of a file in the folder that control_remove would remove, though no
 * `start` of ours has left it: it has no socket beside it. NULL: none. */
const char *control_stranger(int folder);

/* Removes the socket, and the files that say where the server was. */
void control_remove(int folder);

#endif
