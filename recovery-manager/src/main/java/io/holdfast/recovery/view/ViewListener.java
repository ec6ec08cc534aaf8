package io.holdfast.recovery.view;

/** Is told of views. Called by the node's thread. */
@FunctionalInterface
public interface ViewListener {
    /** The next view: every node is told of the same ones, in the same order. */
    void onView(View view);
}
