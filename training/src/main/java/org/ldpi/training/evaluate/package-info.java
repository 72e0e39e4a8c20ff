/** Judges models: figures with their uncertainty, simple baselines on the same flows, and a report to read. */
package org.ldpi.training.evaluate;
