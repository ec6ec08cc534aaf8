/**
 * Where pushing meets pulling: queues, schedulers, switches, unqueues and shapers.
 *
 * <p>Whether there is something to pull is told by notifiers, so that nobody polls: a queue that is no longer empty
 * schedules the tasks that pull from it; a shaper whose time has not come sets a timer.
 */
package io.holdfast.element.queue;
