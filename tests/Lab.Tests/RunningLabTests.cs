namespace DsMip.Lab.Tests;

/// <summary>Classes that share the one running lab.</summary>
[CollectionDefinition(Name)]
public sealed class RunningLabTests : ICollectionFixture<RunningLab>
{
    public const string Name = "running lab";
}
