package io.holdfast.recovery.worm;

/** What is replicated: a function of its commands and nothing else, for every member applies the same ones. */
public interface StateMachine {
    /** Applies a command and says what came of it. Called in the same order everywhere, once per command. */
    RegisterValue apply(long position, RegisterValue command);
}
