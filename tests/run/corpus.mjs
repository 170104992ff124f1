// `npm run corpus`: scores on the conformance corpora, which are read from FLUXION_CORPUS and are not part of the repository.
import { conclude, runProjects } from './suite.mjs'

conclude('corpus', runProjects('corpus', ['corpus']))
