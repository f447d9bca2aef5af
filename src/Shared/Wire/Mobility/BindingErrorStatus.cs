namespace DsMip.Wire.Mobility;

/// <summary>Status of a Binding Error (RFC 6275 6.1.9).</summary>
public enum BindingErrorStatus : byte
{
    UnknownBindingForHomeAddressOption = 1,
    UnrecognizedMobilityHeaderType = 2,
}
