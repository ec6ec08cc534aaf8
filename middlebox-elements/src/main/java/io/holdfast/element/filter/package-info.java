/**
 * Elements that sort packets by patterns over their bytes, compiled to decision programs.
 *
 * <pre>
 *   text --FilterParser, BytePattern--> Condition --DecisionGraph--> nodes --GraphOptimizer--> DecisionProgram
 * </pre>
 */
package io.holdfast.element.filter;
