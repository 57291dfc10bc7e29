extension Component {
    /// Returns the octets of the component alone: untouched lines as they were received, others folded at 75 octets.
    package func serialised() -> [UInt8] {
        var writer = ContentLineWriter(lineEnding: .crlf)
        writer.write(self)
        return writer.octets
    }
}
