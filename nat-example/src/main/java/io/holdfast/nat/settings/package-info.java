/** The node's settings file: read, checked whole, every fault with file, line, setting, rule and value. */
package io.holdfast.nat.settings;
