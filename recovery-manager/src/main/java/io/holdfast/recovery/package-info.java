/**
 * The node: a worker that runs the graph, a master that logs and holds, a replica that stores, replays and takes over.
 *
 * <p>{@link io.holdfast.recovery.NodeAgent} is the way in; one thread turns it. {@link io.holdfast.recovery.MasterRole}
 * and {@link io.holdfast.recovery.ReplicaRole} are the two lives of a node.
 */
package io.holdfast.recovery;
