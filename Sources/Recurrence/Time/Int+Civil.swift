extension Int {
    /// Divides with a remainder that is never negative.
    ///
    /// - Parameter divisor: The divisor, greater than 0.
    /// - Returns: The quotient, rounded down, and the remainder.
    func floorDivided(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Writes the decimal digits with zeros before them.
    ///
    /// - Parameter width: The least number of digits.
    /// - Returns: The digits.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }

    /// Reads decimal digits without a sign, at most nine of them.
    ///
    /// - Parameter digits: The octets of the digits.
    init?(digits: some Collection<UInt8>) {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var result = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            result = result * 10 + Int(digit - 0x30)
        }
        self = result
    }
}
