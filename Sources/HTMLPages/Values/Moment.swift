/// An instant or a day, for people and for programs.
package struct Moment: Hashable, Sendable {
    /// What people read.
    package let text: String

    /// What programs read, a "valid date string with optional time" of HTML.
    let machine: String

    /// Makes a moment of its two forms.
    package init(_ text: String, machine: String) {
        self.text = text
        self.machine = machine
    }
}

extension HTMLWriter {
    /// Writes a moment.
    mutating func moment(_ moment: Moment) {
        element(.time, [.datetime(moment.machine)], text: moment.text)
    }
}
