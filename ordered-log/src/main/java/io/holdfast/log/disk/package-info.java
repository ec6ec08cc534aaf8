/** The log on disk ({@code durability: disk}): what survives the loss of both nodes' memory, kept by an Aeron Archive. */
package io.holdfast.log.disk;
