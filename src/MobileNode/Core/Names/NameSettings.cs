namespace DsMip.MobileNode.Core.Names;

/// <summary>The name that the home address is to have in the DNS (RFC 5026 6).</summary>
/// <param name="Name">Fully qualified.</param>
/// <param name="RemoveAtEnd">Taken out again by the Binding Update that ends the binding for good. Who returns home keeps it.</param>
public sealed record NameSettings(string Name, bool RemoveAtEnd);
