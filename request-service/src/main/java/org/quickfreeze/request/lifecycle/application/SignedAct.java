package org.quickfreeze.request.lifecycle.application;

import org.quickfreeze.contracts.act.Act;

/**
 * An act whose signature, key and author have been checked.
 *
 * @param compact the JWS as it came
 * @param hash SHA-256 of its signing input, base64url
 * @param directoryVersion the register's version by which it was checked
 */
public record SignedAct(Act act, String compact, String hash, long directoryVersion) {}
