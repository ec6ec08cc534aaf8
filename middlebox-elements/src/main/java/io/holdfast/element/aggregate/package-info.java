/** Elements that sort packets into aggregates, by addresses or other fields, and count or rate each. */
package io.holdfast.element.aggregate;
