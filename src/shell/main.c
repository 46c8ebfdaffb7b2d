/* SPDX-License-Identifier: GPL-3.0-or-later
 * main - the only exit of the program.
 * Owns:  nothing.
 * Must not know: anything but shell_main.
 */
#include "shell/shell.h"

int main(int argument_count, char **arguments) {
    return shell_main(argument_count, arguments);
}
