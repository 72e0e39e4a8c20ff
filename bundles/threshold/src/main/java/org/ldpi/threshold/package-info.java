/** The threshold policies of the original LDPI: quantiles and the maximum of calibration scores. */
package org.ldpi.threshold;
