/** Health checks of Apache Felix: what is wrong, for people and load balancers. */
package org.ldpi.health;
