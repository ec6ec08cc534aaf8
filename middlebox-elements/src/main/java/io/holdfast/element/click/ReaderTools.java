package io.holdfast.element.click;

import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;

/**
 * What the readers of all scopes of one file share.
 *
 * @param tokens of the file
 * @param faults takes messages
 * @param undecided names that stand in statements with a fault of syntax: not known to be declared, nor not to be
 * @param libraries names of those that have been put into the text
 */
record ReaderTools(CommonTokenStream tokens, FaultReporter faults, Set<String> undecided, Set<String> libraries) {}
