[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// The namespaces have fixed names: one lab at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
