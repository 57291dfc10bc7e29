extension RandomAccessCollection {
    /// Finds where a sorted collection passes over from elements that do not belong behind to those that do.
    ///
    /// - Parameter isBehind: Whether an element belongs behind; once it holds, it holds for all that follow. It is asked
    ///   for as many elements as the number of them has binary digits.
    /// - Returns: The index of the first element that belongs behind, or the end.
    func partitioningIndex(where isBehind: (Element) -> Bool) -> Index {
        var (low, remaining) = (startIndex, count)
        while remaining > 0 {
            let half = remaining / 2
            let middle = index(low, offsetBy: half)
            if isBehind(self[middle]) {
                remaining = half
            } else {
                low = index(after: middle)
                remaining -= half + 1
            }
        }
        return low
    }
}
