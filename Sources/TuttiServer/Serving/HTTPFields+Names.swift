internal import HTTPTypes

extension HTTPFields {
    /// The field of a name that the library has no constant for; a name that is none has no field.
    subscript(named name: String) -> String? {
        get { HTTPField.Name(name).flatMap { self[$0] } }
        set {
            guard let name = HTTPField.Name(name) else { return }
            self[name] = newValue
        }
    }

    /// The fields with which a response tells its run, under the names of both interfaces.
    static func naming(run: String) -> HTTPFields {
        var fields = HTTPFields()
        fields[.openAIRequestID] = run
        fields[.anthropicRequestID] = run
        return fields
    }
}
