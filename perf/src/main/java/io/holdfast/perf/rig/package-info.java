/** What is measured, and how it is plugged to the generator: boxes turned by the generator's own thread, and real nodes. */
package io.holdfast.perf.rig;
