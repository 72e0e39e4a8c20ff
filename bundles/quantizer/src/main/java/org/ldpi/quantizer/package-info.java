/** The quantizer profiles. */
package org.ldpi.quantizer;
