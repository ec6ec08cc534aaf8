/** What people and nodes did to a group, in order, kept by its registers beside the views. */
package io.holdfast.recovery.control;
