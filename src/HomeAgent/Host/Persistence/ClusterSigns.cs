namespace DsMip.HomeAgent.Persistence;

/// <summary>What the store says of the cluster on it.</summary>
/// <param name="Count">Of signs of life so far; 0: there has never been a cluster.</param>
/// <param name="Founding">Which cluster it is: every founding has a name of its own.</param>
public readonly record struct ClusterSigns(long Count, Guid Founding);
