namespace DsMip.IPsec;

/// <summary>Where the payload of an opened ESP packet lies in its buffer, bytes.</summary>
internal readonly record struct EspPayload(int Offset, int Length, byte NextHeader);
