namespace DsMip.Simulation.Tests.World;

/// <summary>Something happened that must never happen, whatever the network does.</summary>
internal sealed class SafetyViolation(string what) : Exception(what);
