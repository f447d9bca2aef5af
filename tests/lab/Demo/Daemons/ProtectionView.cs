namespace DsMip.Lab.Daemons;

/// <summary>A security association of a binding as the home agent's API shows it.</summary>
public sealed record ProtectionView(string Purpose, string Spi, string Mode, string Direction, string Selector, string CarriedBy);
