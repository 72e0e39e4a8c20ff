/**
 * Evidence over flows: sequential tests for each address, anytime-valid, that make one incident of what single flows do not
 * show.
 */
package org.ldpi.evidence;
