/** What carries a group's registers and greetings between its nodes, and the witness (docs/VIEWS.md). */
package io.holdfast.recovery.group;
