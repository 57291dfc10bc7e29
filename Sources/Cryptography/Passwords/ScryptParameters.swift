/// The cost parameters of scrypt (RFC 7914 §2), held under a cap of memory.
package struct ScryptParameters: Hashable, Sendable {
    /// The most memory that one derivation may take, in bytes.
    ///
    /// The cap is checked where parameters are made, so that a stored hash from elsewhere cannot exhaust the machine.
    package static let maximumMemory = 64 << 20

    /// The parameters for new passwords: 32 MiB, some tens of milliseconds.
    package static let standard = ScryptParameters(unchecked: 15, blockSize: 8, parallelism: 1)

    /// The binary logarithm of the cost N.
    package let logCost: Int
    /// The block size r, in units of 128 bytes.
    package let blockSize: Int
    /// The parallelisation p.
    package let parallelism: Int

    /// Makes parameters; nil when scrypt does not allow them or they need more than ``maximumMemory``.
    ///
    /// - Parameters:
    ///   - logCost: The binary logarithm of N, 1 through 24.
    ///   - blockSize: The block size r, 1 through 64.
    ///   - parallelism: The parallelisation p, 1 through 64.
    package init?(logCost: Int, blockSize: Int, parallelism: Int) {
        // RFC 7914 §2: "N must be larger than 1, a power of 2, and less than 2^(128 * r / 8)".
        guard (1...24).contains(logCost), (1...64).contains(blockSize), (1...64).contains(parallelism),
            logCost < 16 * blockSize
        else { return nil }
        self.init(unchecked: logCost, blockSize: blockSize, parallelism: parallelism)
        guard memory <= Self.maximumMemory else { return nil }
    }

    private init(unchecked logCost: Int, blockSize: Int, parallelism: Int) {
        self.logCost = logCost
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// The memory that one derivation takes, in bytes.
    package var memory: Int {
        128 * blockSize * (1 << logCost + parallelism + 2)
    }
}
