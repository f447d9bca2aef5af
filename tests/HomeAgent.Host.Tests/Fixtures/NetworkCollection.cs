namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>Tests that start the daemon: one at a time, since each of them wants the processors for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NetworkCollection
{
    public const string Name = "network";
}
