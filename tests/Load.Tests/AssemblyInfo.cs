[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// Some of them want the processors for themselves.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
