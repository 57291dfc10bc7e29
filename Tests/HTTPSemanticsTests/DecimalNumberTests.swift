import HTTPSemantics
import Testing

@Suite struct DecimalNumberTests {
    @Test(arguments: [("0", 0), ("007", 7), ("18446744073709551615", UInt64.max)])
    func `RFC 9110 §8.6 digits are a number`(_ text: String, _ number: UInt64) {
        #expect(DecimalNumber.parse(text) == number)
    }

    @Test(arguments: ["", "+5", "-0", " 5", "5 ", "0x5", "5.0", "٥", "18446744073709551616"])
    func `RFC 9110 §8.6 anything but digits is none`(_ text: String) {
        #expect(DecimalNumber.parse(text) == nil)
    }
}
