extension Array {
    /// Returns the array's elements in pages, the last of which may be shorter; none without elements.
    func pages(of length: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: length).map { self[$0..<Swift.min($0 + length, count)] }
    }
}
