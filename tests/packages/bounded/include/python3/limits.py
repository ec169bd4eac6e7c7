LARGEST = {{largest.value}}
