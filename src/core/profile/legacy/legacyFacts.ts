// What old formats imply and `go tool pprof` adds when it reads them. In: the kind of profile. Out: regular
// expressions of frames that are the profiler's own doing. Invariant: they match the same names as pprof's,
// in full and after its simplification of names.

/** Allocators, at the leaf of every allocation. */
export const allocatorFrames = [
  '(c|m|re|v|pv)alloc|c?free|(do_)?memalign|(__)?posix_memalign',
  'tcmalloc::.*|tc_(c|m|re|v|pv)alloc|tc_c?free|tc_(posix_)?memalign',
  'tc_(new|delete)(array)?|tc_new(array)?_nothrow',
  'malloc_zone_(malloc|calloc|valloc|realloc|memalign|free)',
  String.raw`runtime\..*`,
  'BaseArena::.*|(::)?do_malloc(_no_errno|_pages)?|DoSampledAllocation|MallocedMemBlock::MallocedMemBlock',
  String.raw`_M_allocate|__builtin_(vec_)?(delete|new)|operator new(\[\])?|cpp_alloc|(simple_alloc::)?allocate`,
  '__gnu_cxx::new_allocator::allocate|__libc_malloc|__malloc_alloc_template::allocate',
].join('|');

/** Parts of the Go runtime that call the program's functions. */
export const keptRuntimeFrames = String.raw`runtime\.(panic|reflectcall|call[0-9]*)`;

/** Signal handlers of CPU profilers. */
export const profilerFrames =
  '(ProfileData::(Add|prof_handler))|CpuProfiler::prof_handler|__pthread_sighandler|__restore';

/** Locks, at the leaf of every contention. */
export const lockFrames = [
  '(base::)?(RecordLockProfileData|SubmitMutexProfileData|SubmitSpinLockProfileData).*',
  '((base::)?Mutex::)?(AwaitCommon|Unlock|UnlockSlow|ReaderUnlock).*',
  '((base::)?MutexLock::)?~MutexLock.*',
  '(SpinLock::)?(Unlock|SlowUnlock).*|(SpinLockHolder::)?~SpinLockHolder.*',
].join('|');
