/// Random bytes that nobody can guess.
package enum SecureRandom {
    /// Returns bytes from the kernel's generator (getrandom(2)), by way of Swift's `SystemRandomNumberGenerator`.
    ///
    /// - Parameter count: The number of bytes wanted, from 0.
    /// - Returns: That many bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let words: [UInt64] = (0..<(count + 7) / 8).map { _ in generator.next() }
        return (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> (8 * ($0 % 8))) }
    }
}
