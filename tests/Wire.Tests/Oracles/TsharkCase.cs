namespace DsMip.Wire.Tests.Oracles;

/// <summary>A packet and what tshark must see in it: field names and values as <c>-T fields</c> prints them.</summary>
internal sealed record TsharkCase(string Name, byte[] Packet, params (string Field, string Value)[] Expected);
