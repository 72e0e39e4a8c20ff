/** Recalibration on recent traffic, guarded against learning an attack. */
package org.ldpi.threshold.recalibration;
