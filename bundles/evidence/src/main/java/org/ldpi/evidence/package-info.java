/**
 * Evidence over flows: sequential tests for each address, anytime-valid, that make one incident of what single flows do not
 * show, and whether the scores of the network drift from the calibration set.
 */
package org.ldpi.evidence;
