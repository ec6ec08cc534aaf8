/** The {@code holdfast} command: one class per subcommand. */
package io.holdfast.nat.command;
