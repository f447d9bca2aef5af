using System.Text.Json.Serialization;

namespace DsMip.Load;

/// <summary>One line of a file of mobile nodes: the keys of an element of the home agent's <c>MobileNodes</c>.</summary>
internal sealed record NodeJson(
    string HomeAddress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ipv4HomeAddress,
    AssociationJson BindingUpdate,
    AssociationJson BindingAcknowledgement);

/// <summary>An SA with keys by hand.</summary>
/// <param name="Suite">Null: AES-GCM-16-128.</param>
internal sealed record AssociationJson(
    uint Spi,
    string EncryptionKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Suite = null);
