/** Data sets: captures in folders, labels of flows, samples, and how they are split. */
package org.ldpi.training.data;
