/// An event with more data than is kept of every one while bodies come.
enum LongEvent {
    /// The event, of about 70 KiB.
    static var text: String {
        let note = "X-NOTE:\(String(repeating: "n", count: 60))\r\n"
        return ScheduledEvent.attaching(String(repeating: note, count: 1_000))
    }
}
