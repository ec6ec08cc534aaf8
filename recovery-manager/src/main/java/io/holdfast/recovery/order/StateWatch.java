package io.holdfast.recovery.order;

/** Is told before state changes. Called by the worker that changes it, holding the variable. */
public interface StateWatch {
    /** Nobody watches. */
    StateWatch NONE = new StateWatch() {
        @Override
        public void beforeWrite(final int variable) {}

        @Override
        public void beforeLocalChange(final int local) {}
    };

    /** A shared variable is about to change. */
    void beforeWrite(int variable);

    /** A local state is about to change. */
    void beforeLocalChange(int local);
}
