extension StringProtocol {
    /// The text without anything that steers a terminal or hides in one.
    ///
    /// Text of models, tools and files reaches a screen only through this: C0 except line feed and tab, escape sequences,
    /// C1, bidirectional controls, zero-width and tag characters are dropped; a lone carriage return becomes a line feed.
    package var terminalSafe: String {
        var safe = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in self.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break  // the carriage return has already ended the line
            case "\n", "\t": safe.append(scalar)
            case "\r": safe.append("\n")
            default: if !scalar.isHostileToTerminals { safe.append(scalar) }
            }
            previous = scalar
        }
        return String(safe)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal would act on the character, or show nothing for it.
    fileprivate var isHostileToTerminals: Bool {
        switch self.value {
        case 0x00..<0x20, 0x7F..<0xA0: true  // C0, DEL, C1
        case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true  // zero width, bidi
        case 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: true  // annotations, tags
        default: false
        }
    }
}
