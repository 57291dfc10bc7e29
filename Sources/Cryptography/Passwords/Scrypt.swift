import CLibCrypto

/// The password-based key derivation function scrypt (RFC 7914).
package enum Scrypt {
    /// Returns bytes derived from a password.
    ///
    /// The call blocks its thread for as long as the parameters demand, by design.
    ///
    /// - Parameters:
    ///   - password: The password's bytes.
    ///   - salt: The salt.
    ///   - parameters: The cost.
    ///   - count: The number of bytes wanted.
    /// - Returns: That many derived bytes.
    package static func derive(
        from password: [UInt8],
        salt: [UInt8],
        parameters: ScryptParameters,
        count: Int
    ) -> [UInt8] {
        LibCrypto.prepare()
        var output = [UInt8](repeating: 0, count: count)
        let characters = password.map(CChar.init(bitPattern:))
        // The zero after the password keeps its pointer valid when it is empty: libcrypto reads a null one as a query.
        let status = unsafe EVP_PBE_scrypt(
            characters + [0],
            password.count,
            salt + [0],
            salt.count,
            1 << UInt64(parameters.logCost),
            UInt64(parameters.blockSize),
            UInt64(parameters.parallelism),
            UInt64(ScryptParameters.maximumMemory),
            &output,
            count
        )
        LibCrypto.require(status, "EVP_PBE_scrypt")
        return output
    }
}
